"""Live data of a publisher over HTTP: within its limits, and each answer kept before the next question."""
