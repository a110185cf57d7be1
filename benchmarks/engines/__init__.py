"""In: the rules as conditions by name. Out: rule engines that tell which rules fire when some conditions hold; one file each."""
