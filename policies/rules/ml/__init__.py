"""Rules of machine learning: its data, its training, its models and what serves them."""
