"""Fine-tuning of a multi-view UNet with FaceLift's layout."""
