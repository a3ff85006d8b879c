"""The design system: form fields, template tags and the gallery that shows every component in every state."""
