"""What films are drawn with: every picture is made once for a scene, and drawn frame by frame."""
