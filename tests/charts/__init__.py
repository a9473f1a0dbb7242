"""The Helm charts, as they would be installed on each platform, judged by the tools that operators use."""
