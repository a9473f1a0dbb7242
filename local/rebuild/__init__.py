"""Projections made anew from the event table: what events tell is brought to what they tell, in one transaction."""
