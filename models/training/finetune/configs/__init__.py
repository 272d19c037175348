"""YAML configs of FaceLift's trainings, read into the options of this project's trainings."""
