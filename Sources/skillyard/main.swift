print("skillyard")
