package larder.appliance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code larder} itself: nothing but a roof over its commands. */
@Command(
    name = "larder",
    description = "Keeps your TV stocked.",
    subcommands = HelpCommand.class,
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  larder demo                          a box and a PC with sample video, on this machine",
      "  larder box                           the box under the TV",
      "  larder share ~/Videos                the PC that has the video",
      "  larder pair http://box:8080 --code N this computer's command line",
      "",
      "'larder help COMMAND' tells more about one of them.",
    })
final class LarderCommand {}
