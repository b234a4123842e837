# capsule - `make help` lists the targets. Everything that is made goes below $(BUILD).

BUILD    ?= build
PREFIX   ?= /usr/local
VERSION  := 0.1.0
CFLAGS   ?= -O2 -g
warnings := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
hardened := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
packages := libevent_core openssl libsodium libcmark yaml-0.1 libutf8proc

# SANITIZE=address,undefined builds with sanitizers (use another BUILD for it, as `make asan` does).
ifdef SANITIZE
hardened := -fPIE -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize=$(SANITIZE) -DCAPSULE_SANITIZED
endif

# The packages' flags are looked up once make runs its second command: before `make deps` there may be no pkg-config.
package_flags = $(eval package_flags := $$(shell pkg-config --cflags $(packages)))$(package_flags)
package_libs  = $(eval package_libs := $$(shell pkg-config --libs $(packages)) -lbtparse)$(package_libs)
compile = @echo "  $(CC) $@"; $(CC) -std=c11 -D_GNU_SOURCE -DCAPSULE_VERSION='"$(VERSION)"' -Iinclude $(warnings) $(WERROR) $(hardened) \
          $(package_flags) $(CFLAGS) -MMD -MP
link    = @echo "  link $@"; $(CC) $(hardened) -pie -Wl,-z,relro,-z,now $(CFLAGS) $(LDFLAGS)

# A layer may use those named behind it (checked by tests/tools/lint).
layers := base config document image site builder protocol server command
below_base      :=
below_config    := base
below_document  := base
below_image     := base
below_site      := document config base
below_builder   := site image document config base
below_protocol  := image base
below_server    := builder protocol site image document config base
below_command   := server $(below_server)

library = $(BUILD)/lib$(1).a
sources := $(wildcard capsule/main.c capsule/*/*.c)
objects := $(sources:capsule/%.c=$(BUILD)/%.o)
tests   := $(wildcard tests/unit/*/*_test.c)
units   := $(tests:tests/unit/%.c=$(BUILD)/unit/%)

.DELETE_ON_ERROR:
.PHONY: all run test help lint format asan fuzz bench soak golden fresh install clean deps deps-test deps-oracle unit $(layers:%=unit-%)

all: $(BUILD)/capsule

run: deps                       ## install what building needs, build, serve content/
	@$(MAKE) --no-print-directory all
	$(BUILD)/capsule serve content

test: deps deps-test            ## install what testing needs, build, run every test
	@$(MAKE) --no-print-directory all units
	@tests/run $(BUILD)

help:                           ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps:
	@tests/tools/packages build
deps-test:
	@tests/tools/packages test
deps-oracle:                    ## install the real Jekyll and Hugo, with whose paths `make test` compares ours
	@tests/tools/packages oracle

lint:                           ## warnings of gcc and clang as errors, layers, lengths, formatting
	@tests/tools/packages lint
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/lint/gcc CC=gcc WERROR=-Werror all units
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/lint/clang CC=clang WERROR=-Werror all units
	@tests/tools/lint

format:                         ## rewrite the sources in the project's layout
	@clang-format -i $(sources) $(wildcard include/*/*.h) $(tests) $(wildcard tests/fuzz/*.c tests/bench/*.c)

asan:                           ## all tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan SANITIZE=address,undefined CFLAGS='-O1 -g' test

fuzz:                           ## every fuzz target for FUZZ_SECONDS (60) each
	@tests/tools/packages fuzz
	@tests/fuzz/run $(BUILD)/fuzz $${FUZZ_SECONDS:-60}

bench: deps-test                ## figures beside floor and peers, in one run
	@tests/tools/packages bench
	@$(MAKE) --no-print-directory all
	@tests/bench/run $(BUILD)

soak: deps-test                 ## the hostile tests at SOAK percent (100) of full size, a table of figures
	@$(MAKE) --no-print-directory all
	@tests/soak/run $(BUILD) $${SOAK:-100}

golden: all                     ## rewrite the expected outputs, for review with git diff
	@tests/tools/golden $(BUILD)/capsule
	@tests/tools/sites $(BUILD)/capsule

fresh:                          ## the README's two commands in a minimal Debian 12 root (needs root)
	@tests/tools/fresh

install: all                    ## to $(DESTDIR)$(PREFIX)
	install -D -m 755 $(BUILD)/capsule $(DESTDIR)$(PREFIX)/bin/capsule
	install -D -m 644 capsule/packaging/capsule.1 $(DESTDIR)$(PREFIX)/share/man/man1/capsule.1

clean:                          ## remove what was made
	rm -rf $(BUILD)

$(BUILD)/capsule: $(BUILD)/main.o $(foreach layer,$(layers),$(call library,$(layer)))
	$(link) -o $@ $(BUILD)/main.o $(foreach layer,command $(below_command),$(call library,$(layer))) $(package_libs)

$(BUILD)/%.o: capsule/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(compile) -c -o $@ $<

# cmocka stands before the packages: libbtparse exports a print_error of its own, which cmocka would call instead of its own.
define layer_rules
$(call library,$(1)): $(filter $(BUILD)/$(1)/%,$(objects)) $(BUILD)/$(1).list
	@rm -f $$@
	@ar rcs $$@ $$(filter %.o,$$^)

$(BUILD)/unit/$(1)/%_test: tests/unit/$(1)/%_test.c $(foreach layer,$(1) $(below_$(1)),$(call library,$(layer))) $(BUILD)/flags
	@mkdir -p $$(@D)
	$$(compile) -Itests/unit -o $$@ $$< $(foreach layer,$(1) $(below_$(1)),$(call library,$(layer))) $$(LDFLAGS) -pie -lcmocka $$(package_libs)

unit-$(1): $(filter $(BUILD)/unit/$(1)/%,$(units))
	@for unit in $$^; do $$$$unit || exit 1; done
endef
$(foreach layer,$(layers),$(eval $(call layer_rules,$(layer))))

# Many pages in one process, for the tests of the translator.
$(BUILD)/many: tests/golden/many.c $(foreach layer,site document config base,$(call library,$(layer))) $(BUILD)/flags
	$(compile) -o $@ $< $(foreach layer,site document config base,$(call library,$(layer))) $(LDFLAGS) -pie $(package_libs)

units: $(units) $(BUILD)/many
unit: $(layers:%=unit-%)        ## the unit tests alone; unit-LAYER for one layer's

# Files that change only when what they hold does: other flags rebuild everything, a removed source its library.
remember = @mkdir -p $(@D); echo '$(1)' | cmp -s - $@ || echo '$(1)' >$@
$(BUILD)/flags: force
	$(call remember,$(CC) $(CFLAGS) $(LDFLAGS) $(WERROR) $(warnings) $(hardened) $(packages) $(VERSION))
$(layers:%=$(BUILD)/%.list): $(BUILD)/%.list: force
	$(call remember,$(filter $(BUILD)/$*/%,$(objects)))
.PHONY: force units
force:

-include $(objects:.o=.d) $(units:=.d)
