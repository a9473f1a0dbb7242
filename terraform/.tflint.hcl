# Rules of Terraform's own language; names and arguments of the clouds are checked against schemas (tests/terraform).
plugin "terraform" {
  enabled = true
  preset  = "recommended"
}

# Modules of one kind have one interface, and not every cloud uses all of it.
rule "terraform_unused_declarations" {
  enabled = false
}
