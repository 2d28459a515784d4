//! What a million responses cost: time for each row as the table grows, and the memory of the whole.

use std::fs;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use sayso_core::aggregate::Sample;
use sayso_core::stats::Level;

const SEED: u32 = 20_261_121;

fn aggregate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("aggregate");
    group.sample_size(10);
    for rows in [10_000, 100_000, 1_000_000] {
        let sample = Sample::new(SEED, rows);
        group.throughput(Throughput::Elements(u64::from(rows)));
        group.bench_with_input(BenchmarkId::from_parameter(rows), &sample, |bench, sample| {
            bench.iter(|| black_box(sample).aggregate().unwrap());
        });
    }
    group.finish();
}

fn merge(criterion: &mut Criterion) {
    let [a, b] = [SEED, SEED + 1].map(|seed| Sample::new(seed, 500_000).aggregate().unwrap());
    criterion.bench_function("merge/2 x 500000", |bench| {
        bench.iter_with_setup(|| a.clone(), |mut a| a.merge(black_box(&b)).map(|()| a));
    });
}

fn estimates(criterion: &mut Criterion) {
    let aggregate = Sample::new(SEED, 1_000_000).aggregate().unwrap();
    let mut group = criterion.benchmark_group("estimates");
    group.sample_size(10);
    group.bench_function("36000 groups", |bench| {
        bench.iter(|| {
            let groups = aggregate.groups();
            groups.iter().map(|group| group.estimates(Level::P95).len()).sum::<usize>()
        });
    });
    group.finish();
}

/// The most memory that this process has held so far, in kilobytes, as Linux counts it.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Runs first, in a process that has done nothing yet, so that the peak is that of one table and its aggregate.
fn report_memory() {
    let before = peak();
    let sample = Sample::new(SEED, 1_000_000);
    let with_table = peak();
    let aggregate = sample.aggregate().unwrap();
    let with_aggregate = peak();
    let groups = aggregate.groups();
    let count: usize = groups.iter().map(|group| group.estimates(Level::P95).len()).sum();
    if let (Some(before), Some(table), Some(aggregated), Some(estimated)) =
        (before, with_table, with_aggregate, peak())
    {
        println!(
            "peak memory over 1000000 responses x 3 questions, kB: process {before}, with the table {table}, \
            with its aggregate {aggregated}, with {count} estimates of {} groups {estimated}",
            groups.len()
        );
    }
}

criterion_group!(benches, aggregate, merge, estimates);

fn main() {
    report_memory();
    benches();
    Criterion::default().configure_from_args().final_summary();
}
