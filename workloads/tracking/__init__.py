"""What MLflow's pods run beside MLflow itself: its way into the database."""
