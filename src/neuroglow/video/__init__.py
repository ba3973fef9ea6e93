"""Films of runs: the very run that the page shows, drawn frame by frame. Needs `pip install "neuroglow[video]"`."""
