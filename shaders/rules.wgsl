// Constants of the algorithm, set from src/core/rasterize/rules.ts when a pipeline is made: one source of truth.
override TILE: u32;
override NEAR: f32;
override FRUSTUM_MARGIN: f32;
override BLUR: f32;
override MIN_SPREAD: f32;
override REACH: f32;
override MAX_ALPHA: f32;
override MIN_ALPHA: f32;
override MIN_TRANSMITTANCE: f32;
