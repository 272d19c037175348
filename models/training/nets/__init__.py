"""The five networks of a pack, under the tensor names of docs/models.md."""
