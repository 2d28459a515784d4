// Put into every page before its own scripts: when the first rating is there, what it took, and how fast a tap is answered.
(() => {
  const blocking = [];
  new PerformanceObserver((list) => blocking.push(...list.getEntries())).observe({ type: "longtask", buffered: true });
  const taps = [];
  new PerformanceObserver((list) => taps.push(...list.getEntries())).observe({ type: "event", durationThreshold: 16, buffered: true });

  // One of Sayso's, PostHog's or SurveyJS's faces, wherever it stands.
  const FACE = "[role=radio], .ratings-emoji, .sd-rating__item-smiley";
  const find = (root) => {
    const face = root.querySelector(FACE);
    if (face) return face;
    for (const element of root.querySelectorAll("*")) {
      const inside = element.shadowRoot && find(element.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const bytes = () =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
      .filter((entry) => entry.responseEnd > 0)
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0);

  const seen = {};
  window.seen = seen;
  const look = () => {
    const face = find(document);
    const box = face?.getBoundingClientRect();
    if (box?.width > 0 && getComputedStyle(face).visibility === "visible") {
      // Once it is painted.
      return requestAnimationFrame(() =>
        setTimeout(() => Object.assign(seen, { ready: performance.now(), bytes: bytes() })));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  window.told = () => {
    const box = find(document)?.getBoundingClientRect();
    return {
      ready: seen.ready ?? performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
      bytes: seen.bytes ?? bytes(),
      all: bytes(),
      blocking: blocking.reduce((sum, task) => sum + Math.max(0, task.duration - 50), 0),
      place: box && { x: box.x + box.width / 2, y: box.y + box.height / 2 },
    };
  };
  // The slowest part of the tap; what was painted within a frame is not reported at all.
  window.tapped = () => Math.max(16, ...taps.filter((tap) => /^(pointer|mouse|click)/.test(tap.name)).map((tap) => tap.duration));
})();
