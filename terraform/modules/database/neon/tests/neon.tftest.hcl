variables {
  database_url        = "postgresql://nudge:secret@ep-a-1-pooler.eu-central-1.aws.neon.tech/nudge?sslmode=require&channel_binding=require"
  database_direct_url = "postgresql://nudge:secret@ep-a-1.eu-central-1.aws.neon.tech/nudge?sslmode=require"
}

run "strings_of_neon_are_taken" {
  command = plan
}

run "another_database_is_refused" {
  command = plan
  variables {
    database_url = "postgresql://nudge:secret@db.example.com/nudge"
  }
  expect_failures = [var.database_url]
}
