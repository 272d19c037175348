"""The shape and the coat of a mouse."""
