variables {
  cloud = "aws"
  size  = "small"
}

run "bounds_of_the_size" {
  command = plan
  assert {
    condition     = output.nodes == { type = "t3.large", disk = 50, min = 2, max = 4 }
    error_message = "Small is two to four machines."
  }
}

run "bounds_can_be_chosen" {
  command = plan
  variables {
    nodes = { max = 6 }
  }
  assert {
    condition     = output.nodes.min == 2 && output.nodes.max == 6
    error_message = "What is given wins, the rest is the size's."
  }
}

run "bounds_the_wrong_way_round" {
  command = plan
  variables {
    nodes = { min = 9 }
  }
  expect_failures = [output.nodes]
}

run "no_such_size" {
  command = plan
  variables {
    size = "huge"
  }
  expect_failures = [var.size]
}
