"""The five networks of the demo pack, with the tensor names of docs/models.md."""
