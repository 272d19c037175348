// Constants of the algorithm. src/core/rasterize/rules.ts defines and explains them. src/gpu/splat-kernels.ts sets them
// when it makes the pipelines.
override TILE: u32;
override NEAR: f32;
override FRUSTUM_MARGIN: f32;
override BLUR: f32;
override MIN_SPREAD: f32;
override REACH: f32;
override MAX_ALPHA: f32;
override MIN_ALPHA: f32;
override MIN_TRANSMITTANCE: f32;
