"""Arithmetic of the comparison methods: plain values and frames in, plain values and frames out."""
