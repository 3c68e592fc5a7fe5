"""Decision -> words and JSON. The engine gives evidence; sentences are made here, and only here."""
