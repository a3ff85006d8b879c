"""The demonstration's generator, and `up`, which runs everything on one machine. Nothing imports this room."""
