"""What the atlas is made with: compiling the records, contact sheets. Not needed to use the app."""
