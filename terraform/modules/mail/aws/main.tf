# Amazon SES: the domain proves itself by DKIM, and letters travel with TLS or not at all.
resource "aws_sesv2_configuration_set" "this" {
  configuration_set_name = var.name
  tags                   = var.tags
  delivery_options {
    tls_policy = "REQUIRE"
  }
  reputation_options {
    reputation_metrics_enabled = true
  }
  sending_options {
    sending_enabled = true
  }
  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }
}

resource "aws_sesv2_email_identity" "this" {
  email_identity         = var.domain
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name
  tags                   = var.tags
  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

locals {
  tokens = aws_sesv2_email_identity.this.dkim_signing_attributes[0].tokens
  records = concat(
    [for index in range(3) : { name = "${local.tokens[index]}._domainkey.${var.domain}", type = "CNAME", value = "${local.tokens[index]}.dkim.amazonses.com" }],
    [{ name = "_dmarc.${var.domain}", type = "TXT", value = "v=DMARC1; p=quarantine; adkim=r" }],
  )
}

resource "aws_route53_record" "this" {
  count   = var.zone == "" ? 0 : 4
  zone_id = var.zone
  name    = local.records[count.index].name
  type    = local.records[count.index].type
  ttl     = 3600
  records = [local.records[count.index].value]
}
