"""Icons, styles, samples and pictures, and the script that sets a checkout up."""
