//! Control charts: has the process changed, or is this noise?
