"""Who reacts to what happens, and who answers what is asked below: the tables that tie the features together."""
