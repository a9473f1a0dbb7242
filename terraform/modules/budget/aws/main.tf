# Tells people before the month gets expensive: when four fifths are spent, and when the whole is foreseen.
resource "aws_budgets_budget" "this" {
  name         = var.name
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(var.limit)
  limit_unit   = "USD"
  tags         = var.tags

  cost_filter {
    name   = "TagKeyValue"
    values = ["user:installation${"$"}${var.tags["installation"]}"]
  }

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }
    content {
      notification_type          = notification.key
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.emails
    }
  }
}
