"""Policy as code. No rule is here yet: `strata` says nothing about compliance until there is one."""
