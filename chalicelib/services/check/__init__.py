"""Taking stock: whether everything that can be derived is what follows from the actions and messages of a workspace."""
