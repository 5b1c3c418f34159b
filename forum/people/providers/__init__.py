"""Those who vouch for people: ORCID, and institutions that speak OpenID Connect."""
