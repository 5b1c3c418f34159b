"""Every role tries every act in communities of every visibility, through the doors that people use."""
