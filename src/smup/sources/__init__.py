"""Where figures come from: one module a publisher or a way of delivery."""
