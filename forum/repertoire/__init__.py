"""Practice notes: what a community keeps of its talk, in words of its own, beside what people said."""
