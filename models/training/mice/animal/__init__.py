"""The shape and the coat of one mouse."""
