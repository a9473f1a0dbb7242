package main

import (
	"sort"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What tests/terraform/schemas/bindings.py writes.
type provider struct {
	Address   string           `json:"address"`
	Config    block            `json:"config"`
	Resources map[string]block `json:"resources"`
	Data      map[string]block `json:"data"`
	Ephemeral map[string]block `json:"ephemeral"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]nested    `json:"blocks"`
}

type attribute struct {
	Type      string  `json:"type"`
	Required  bool    `json:"required"`
	Optional  bool    `json:"optional"`
	Computed  bool    `json:"computed"`
	WriteOnly bool    `json:"write_only"`
	Nested    *nested `json:"nested"`
}

type nested struct {
	Mode  string `json:"mode"`
	Min   int64  `json:"min"`
	Max   int64  `json:"max"`
	Block block  `json:"block"`
}

var types = map[string]tftypes.Type{
	"string":     tftypes.String,
	"number":     tftypes.Number,
	"bool":       tftypes.Bool,
	"any":        tftypes.DynamicPseudoType,
	"stringList": tftypes.List{ElementType: tftypes.String},
	"stringSet":  tftypes.Set{ElementType: tftypes.String},
	"stringMap":  tftypes.Map{ElementType: tftypes.String},
	"numberList": tftypes.List{ElementType: tftypes.Number},
	"numberSet":  tftypes.Set{ElementType: tftypes.Number},
	"numberMap":  tftypes.Map{ElementType: tftypes.Number},
	"boolMap":    tftypes.Map{ElementType: tftypes.Bool},
}

func (p provider) response() *tfprotov6.GetProviderSchemaResponse {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:                 &tfprotov6.Schema{Block: p.Config.schema()},
		ResourceSchemas:          schemas(p.Resources),
		DataSourceSchemas:        schemas(p.Data),
		EphemeralResourceSchemas: schemas(p.Ephemeral),
		ServerCapabilities:       &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: false},
	}
}

func schemas(blocks map[string]block) map[string]*tfprotov6.Schema {
	found := map[string]*tfprotov6.Schema{}
	for name, each := range blocks {
		found[name] = &tfprotov6.Schema{Block: each.schema()}
	}
	return found
}

func (b block) schema() *tfprotov6.SchemaBlock {
	made := &tfprotov6.SchemaBlock{Attributes: b.attributes()}
	for _, name := range names(b.Blocks) {
		each := b.Blocks[name]
		made.BlockTypes = append(made.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name, Block: each.Block.schema(), Nesting: each.blockMode(), MinItems: each.Min, MaxItems: each.Max,
		})
	}
	return made
}

func (b block) attributes() []*tfprotov6.SchemaAttribute {
	var made []*tfprotov6.SchemaAttribute
	for _, name := range names(b.Attributes) {
		each := b.Attributes[name]
		next := &tfprotov6.SchemaAttribute{
			Name: name, Required: each.Required, Optional: each.Optional, Computed: each.Computed, WriteOnly: each.WriteOnly,
		}
		switch {
		case each.Nested == nil:
			next.Type = types[each.Type]
		case each.Required || each.Optional:
			next.NestedType = &tfprotov6.SchemaObject{Attributes: each.Nested.Block.attributes(), Nesting: each.Nested.objectMode()}
		default: // only read: an object, whose attributes are then all there
			next.Type = each.Nested.value()
		}
		made = append(made, next)
	}
	return made
}

func (n nested) value() tftypes.Type {
	parts := map[string]tftypes.Type{}
	for _, each := range n.Block.attributes() {
		parts[each.Name] = each.ValueType()
	}
	object := tftypes.Object{AttributeTypes: parts}
	switch n.Mode {
	case "single":
		return object
	case "set":
		return tftypes.Set{ElementType: object}
	case "map":
		return tftypes.Map{ElementType: object}
	}
	return tftypes.List{ElementType: object}
}

func (n nested) blockMode() tfprotov6.SchemaNestedBlockNestingMode {
	switch n.Mode {
	case "single":
		return tfprotov6.SchemaNestedBlockNestingModeSingle
	case "set":
		return tfprotov6.SchemaNestedBlockNestingModeSet
	}
	return tfprotov6.SchemaNestedBlockNestingModeList
}

func (n nested) objectMode() tfprotov6.SchemaObjectNestingMode {
	switch n.Mode {
	case "single":
		return tfprotov6.SchemaObjectNestingModeSingle
	case "set":
		return tfprotov6.SchemaObjectNestingModeSet
	case "map":
		return tfprotov6.SchemaObjectNestingModeMap
	}
	return tfprotov6.SchemaObjectNestingModeList
}

func names[T any](of map[string]T) []string {
	found := make([]string, 0, len(of))
	for name := range of {
		found = append(found, name)
	}
	sort.Strings(found)
	return found
}
