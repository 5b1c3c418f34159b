"""How a copy of someone's data looks: a zip of JSON for machines and Markdown for people."""
