"""Plans of several stacks side by side, and plans that are kept in files."""
