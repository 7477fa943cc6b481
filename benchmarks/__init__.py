"""Measurements, which print ratios taken in one run; nothing here is a test."""
