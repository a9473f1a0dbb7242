package main

import (
	names "github.com/dapr/components-contrib/nameresolution/sqlite"
	"github.com/dapr/components-contrib/pubsub/kafka"
	"github.com/dapr/components-contrib/secretstores/local/file"
	"github.com/dapr/components-contrib/state/in-memory"
	"github.com/dapr/components-contrib/state/postgresql/v2"
	"github.com/dapr/dapr/pkg/components"
	"github.com/dapr/dapr/pkg/components/bindings"
	"github.com/dapr/dapr/pkg/components/configuration"
	"github.com/dapr/dapr/pkg/components/conversation"
	"github.com/dapr/dapr/pkg/components/crypto"
	"github.com/dapr/dapr/pkg/components/lock"
	"github.com/dapr/dapr/pkg/components/middleware/http"
	"github.com/dapr/dapr/pkg/components/nameresolution"
	"github.com/dapr/dapr/pkg/components/pubsub"
	"github.com/dapr/dapr/pkg/components/secretstores"
	"github.com/dapr/dapr/pkg/components/state"
	"github.com/dapr/dapr/pkg/runtime/registry"
	"github.com/dapr/kit/logger"
)

// known lists every component type that ../components names for a lane without a cluster, and no other: each one more
// costs build time and size. A component file of another type ends the start with "couldn't find … component".
func known() *registry.Options {
	log := logger.NewLogger("dapr.contrib")

	brokers := pubsub.NewRegistry()
	brokers.Logger = log
	brokers.RegisterComponent(kafka.NewKafka, "kafka")

	stores := state.NewRegistry()
	stores.Logger = log
	stores.RegisterComponent(inmemory.NewInMemoryStateStore, "in-memory")
	stores.RegisterComponentWithVersions("postgresql", components.Versioning{
		Preferred: components.VersionConstructor{Version: "v2", Constructor: postgresql.NewPostgreSQLStateStore},
		Default:   "v2",
	})

	vaults := secretstores.NewRegistry()
	vaults.Logger = log
	vaults.RegisterComponent(file.NewLocalSecretStore, "local.file")

	resolvers := nameresolution.NewRegistry()
	resolvers.Logger = log
	resolvers.RegisterComponent(names.NewResolver, "sqlite")

	return registry.NewOptions().
		WithPubSubs(brokers).
		WithStateStores(stores).
		WithSecretStores(vaults).
		WithNameResolutions(resolvers).
		WithBindings(bindings.NewRegistry()).
		WithConfigurations(configuration.NewRegistry()).
		WithConversations(conversation.NewRegistry()).
		WithCryptoProviders(crypto.NewRegistry()).
		WithHTTPMiddlewares(http.NewRegistry()).
		WithLocks(lock.NewRegistry())
}
