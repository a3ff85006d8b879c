"""The API with which a school's own system sends forms and asks what became of them."""
