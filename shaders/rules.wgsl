// Constants of the algorithm. The host sets them from src/core/rasterize/rules.ts when it makes a pipeline, so each
// number is defined only there.
override TILE: u32;
override NEAR: f32;
override FRUSTUM_MARGIN: f32;
override BLUR: f32;
override MIN_SPREAD: f32;
override REACH: f32;
override MAX_ALPHA: f32;
override MIN_ALPHA: f32;
override MIN_TRANSMITTANCE: f32;
