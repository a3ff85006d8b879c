"""Off the roll, the next school, reintegration, and the file that goes with the child."""
