"""The DfE School Workforce Census (XML) -> people: its elements, who is who, what its codes mean."""
