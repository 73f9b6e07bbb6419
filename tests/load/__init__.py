"""A crowd of readers: how many one process holds, that their answers are right, and the same of Dash and Panel."""
