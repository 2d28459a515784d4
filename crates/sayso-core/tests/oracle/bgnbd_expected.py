"""Independent values of the BG/NBD model for tests/cases/risk.rs.

    pip install scipy==1.17.1 mpmath==1.4.1
    python bgnbd_expected.py > bgnbd_expected.csv

P(alive) and the expected purchases of Fader, Hardie and Lee (2005), equation 10, in the paper's own form with Gauss's
2F1: by mpmath at 60 digits (columns p_alive and expected), and by scipy.special.hyp2f1 in doubles (column scipy), empty
where doubles overflow, lose their digits (a near 1) or 2F1 is not finite.
"""

import math
import sys

import mpmath
import scipy
from scipy.special import hyp2f1

mpmath.mp.dps = 60

CDNOW = (0.243, 4.414, 0.793, 2.426)
PARAMETERS = [CDNOW, (1.5, 2.0, 0.5, 0.7), (0.05, 30.0, 2.5, 4.0), (12.0, 90.0, 0.01, 3.0), (0.6, 7.0, 1.0 + 2.0**-40, 2.0)]
HISTORIES = [(0, 0.0, 38.86), (1, 0.5, 52.0), (2, 30.43, 38.86), (7, 20.0, 60.0), (26, 30.86, 31.0), (400, 700.0, 730.0)]
TIMES = [0.25, 39.0, 500.0]


def exact(r, alpha, a, b, x, tx, T, t):
    r, alpha, a, b, tx, T, t = map(mpmath.mpf, (r, alpha, a, b, tx, T, t))
    gone = (a / (b + x - 1)) * ((alpha + T) / (alpha + tx)) ** (r + x) if x > 0 else mpmath.mpf(0)
    p_alive = 1 / (1 + gone)
    z = t / (alpha + T + t)
    f = mpmath.hyp2f1(r + x, b + x, a + b + x - 1, z)
    bracket = 1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * f
    return p_alive, p_alive * (a + b + x - 1) / (a - 1) * bracket


def doubles(r, alpha, a, b, x, tx, T, t):
    if abs(a - 1) < 1e-3:
        return ""
    z = t / (alpha + T + t)
    f = hyp2f1(r + x, b + x, a + b + x - 1, z)
    gone = (a / (b + x - 1)) * ((alpha + T) / (alpha + tx)) ** (r + x) if x > 0 else 0.0
    value = (a + b + x - 1) / (a - 1) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * f) / (1 + gone)
    return repr(float(value)) if math.isfinite(value) else ""


print(f"# python {sys.version.split()[0]}, scipy {scipy.__version__}, mpmath {mpmath.__version__} ({mpmath.mp.dps} digits)")
print("r,alpha,a,b,x,tx,T,t,p_alive,expected,scipy")
for parameters in PARAMETERS:
    for x, tx, T in HISTORIES:
        for t in TIMES:
            p_alive, expected = exact(*parameters, x, tx, T, t)
            row = [*map(repr, parameters), x, tx, T, t, mpmath.nstr(p_alive, 17), mpmath.nstr(expected, 17)]
            print(",".join(map(str, [*row, doubles(*parameters, x, tx, T, t)])))
