// The Dapr sidecar with the components that Nudge uses and no others.
//
// Dapr's own main insists on all stable components, which triples the size of the program and doubles the time to build it.
// This one hands Dapr's own flags to Dapr's own runtime; only the registry of components (components.go) is ours.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"

	"go.opencensus.io/stats/view"

	"github.com/dapr/dapr/cmd/daprd/options"
	"github.com/dapr/dapr/pkg/buildinfo"
	"github.com/dapr/dapr/pkg/healthz"
	"github.com/dapr/dapr/pkg/metrics"
	"github.com/dapr/dapr/pkg/modes"
	"github.com/dapr/dapr/pkg/runtime"
	"github.com/dapr/dapr/pkg/security"
	"github.com/dapr/kit/concurrency"
	"github.com/dapr/kit/logger"
	"github.com/dapr/kit/signals"
)

var log = logger.NewLogger("dapr.runtime")

func main() {
	flags, err := options.New(os.Args[1:])
	if err != nil {
		log.Fatal(err)
	}
	if flags.RuntimeVersion {
		fmt.Println(buildinfo.Version())
		return
	}
	flags.Logger.SetAppID(flags.AppID)
	if err := logger.ApplyOptionsToLoggers(&flags.Logger); err != nil {
		log.Fatal(err)
	}
	if err := run(signals.Context(), flags); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, flags *options.Options) error {
	health := healthz.New()
	guard, err := security.New(ctx, security.Options{
		AppID:                   flags.AppID,
		ControlPlaneNamespace:   flags.ControlPlaneNamespace,
		ControlPlaneTrustDomain: flags.ControlPlaneTrustDomain,
		Healthz:                 health,
		JwtAudiences:            flags.SentryRequestJwtAudiences,
		MTLSEnabled:             flags.EnableMTLS,
		Mode:                    modes.DaprMode(flags.Mode),
		SentryAddress:           flags.SentryAddress,
		TrustAnchors:            flags.TrustAnchors,
	})
	if err != nil {
		return err
	}
	serve := func(ctx context.Context) error {
		config, err := configure(flags)
		if err != nil {
			return err
		}
		if config.Security, err = guard.Handler(ctx); err != nil {
			return err
		}
		config.Healthz = health
		config.Registry = known()
		config.Metrics = metrics.Options{
			Enabled:       flags.Metrics.Enabled(),
			Healthz:       health,
			ListenAddress: flags.Metrics.ListenAddress(),
			Log:           log,
			Meter:         view.NewMeter(),
			Namespace:     metrics.DefaultMetricNamespace,
			Port:          flags.Metrics.Port(),
		}
		sidecar, err := runtime.FromConfig(ctx, config)
		if err != nil {
			return err
		}
		return sidecar.Run(ctx)
	}
	return concurrency.NewRunnerManager(guard.Run, serve).Run(ctx)
}

// What run sets itself, and what has another name among the flags.
var apart = map[string]bool{
	"ApplicationPort": true, "SchedulerStreams": true, "WorkflowEventSink": true,
	"Healthz": true, "Metrics": true, "Registry": true, "Security": true,
}

// configure gives every field of the runtime's configuration the flag of its name. A field without a flag is an error,
// so that no setting of a newer Dapr is lost in silence.
func configure(flags *options.Options) (*runtime.Config, error) {
	config := &runtime.Config{ApplicationPort: flags.AppPort, SchedulerStreams: flags.SchedulerJobStreams}
	from, to := reflect.ValueOf(flags).Elem(), reflect.ValueOf(config).Elem()
	for i := range to.NumField() {
		name := to.Type().Field(i).Name
		if apart[name] {
			continue
		}
		flag := from.FieldByName(name)
		if !flag.IsValid() {
			return nil, errors.New("Dapr's setting " + name + " has no flag: this program is older than the Dapr it is built with")
		}
		to.Field(i).Set(flag)
	}
	return config, nil
}
