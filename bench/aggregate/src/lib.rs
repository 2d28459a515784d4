//! The core's aggregate behind a page, to be timed beside JavaScript over the same table.
//!
//! What the table is and what is measured is said in `bench/page/aggregate.mjs`.

use sayso_core::aggregate::{Aggregate, Dimension, Sample};
use sayso_core::score::Metric;
use wasm_bindgen::prelude::wasm_bindgen;

/// A seeded table in the module's memory.
#[wasm_bindgen]
pub struct Table(Sample);

/// What an aggregate came to; enough to see that two implementations did the same work.
#[wasm_bindgen]
pub struct Outcome {
    aggregate: Aggregate,
}

#[wasm_bindgen]
impl Table {
    /// The table of that many rows.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: u32, rows: u32) -> Self {
        Self(Sample::new(seed, rows))
    }

    /// Its aggregate by touch point, day and hour; `undefined` never happens for a table of ours.
    pub fn aggregate(&self) -> Option<Outcome> {
        self.0
            .aggregate_by([Dimension::Touchpoint, Dimension::Day, Dimension::Hour])
            .ok()
            .map(|aggregate| Outcome { aggregate })
    }
}

#[wasm_bindgen]
impl Outcome {
    /// How many groups there are.
    #[wasm_bindgen(getter)]
    pub fn groups(&self) -> usize {
        self.aggregate.groups().len()
    }

    /// How many responses they hold together.
    #[wasm_bindgen(getter)]
    pub fn responses(&self) -> f64 {
        self.aggregate.responses() as f64
    }

    /// The mean of the groups' mean CSAT, which no wrong grouping gets right.
    #[wasm_bindgen(getter, js_name = meanOfMeans)]
    pub fn mean_of_means(&self) -> f64 {
        let groups = self.aggregate.groups();
        let means = groups.iter().filter_map(|group| {
            group.summaries().into_iter().find(|summary| summary.metric == Metric::Csat)?.mean
        });
        means.sum::<f64>() / groups.len() as f64
    }
}
