"""What is known: statutes, channels, wallets, actions, vocabulary. Imports nothing of ours."""
