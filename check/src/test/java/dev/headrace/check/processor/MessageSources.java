package dev.headrace.check.processor;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages that sources give to users: what they make exceptions of, and what they hand
 * to the compiler or a log. What is known only when the program runs is an ellipsis.
 */
final class MessageSources extends TreeScanner<@Nullable Void, @Nullable Void> {
  private static final String UNKNOWN = "…";

  /** The argument, from 0, that is a message, by what has it. */
  private static final Map<String, Integer> MESSAGES =
      Map.ofEntries(
          Map.entry("SourceException", 0),
          Map.entry("PgException", 0),
          Map.entry("EOFException", 0),
          Map.entry("Problem", 0),
          Map.entry("Answer.Refused", 0),
          Map.entry("MojoExecutionException", 0),
          Map.entry("MojoFailureException", 0),
          Map.entry("warnings.accept", 0),
          Map.entry("log.error", 0),
          Map.entry("log.warn", 0),
          Map.entry("error", 1));

  private final Set<String> found = new LinkedHashSet<>();
  private final Map<String, ExpressionTree> values = new HashMap<>();

  private MessageSources() {}

  /** The first lines of all messages in a tree of directories. */
  static Set<String> under(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    MessageSources messages = new MessageSources();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      for (Tree unit : task.parse()) {
        messages.values.clear();
        unit.accept(messages, null);
      }
    }
    return messages.found;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
    Map<String, ExpressionTree> outside = Map.copyOf(values);
    super.visitMethod(method, null);
    values.clear();
    values.putAll(outside);
    return null;
  }

  @Override
  public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
    if (variable.getInitializer() != null) {
      values.put(variable.getName().toString(), variable.getInitializer());
    }
    return super.visitVariable(variable, null);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
    collect(made.getIdentifier().toString(), made.getArguments());
    return super.visitNewClass(made, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
    collect(call.getMethodSelect().toString(), call.getArguments());
    return super.visitMethodInvocation(call, null);
  }

  private void collect(String user, List<? extends ExpressionTree> arguments) {
    Integer argument = MESSAGES.get(user);
    if (argument != null && argument < arguments.size()) {
      for (String text : texts(arguments.get(argument))) {
        String line = text.split("\n", 2)[0].replaceAll("…+", UNKNOWN);
        // what others have said goes through
        if (line.chars().anyMatch(Character::isLetter)) {
          found.add(line);
        }
      }
    }
  }

  /** What an expression can be. */
  private List<String> texts(Tree expression) {
    return switch (expression) {
      case LiteralTree literal -> List.of(String.valueOf(literal.getValue()));
      case ParenthesizedTree within -> texts(within.getExpression());
      case ConditionalExpressionTree choice ->
          both(texts(choice.getTrueExpression()), texts(choice.getFalseExpression()));
      case SwitchExpressionTree choice -> yielded(choice);
      case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS -> {
        List<String> sums = new ArrayList<>();
        for (String left : texts(sum.getLeftOperand())) {
          texts(sum.getRightOperand()).forEach(right -> sums.add(left + right));
        }
        yield sums;
      }
      case MethodInvocationTree call
          when call.getMethodSelect() instanceof MemberSelectTree select
              && select.getIdentifier().contentEquals("formatted") ->
          texts(select.getExpression()).stream()
              .map(text -> text.replaceAll("%[sd]", UNKNOWN))
              .toList();
      case IdentifierTree name when values.containsKey(name.getName().toString()) -> {
        String variable = name.getName().toString();
        ExpressionTree value = Objects.requireNonNull(values.remove(variable)); // not in itself
        List<String> texts = texts(value);
        values.put(variable, value);
        yield texts;
      }
      default -> List.of(UNKNOWN);
    };
  }

  private List<String> yielded(SwitchExpressionTree choice) {
    List<String> texts = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitYield(YieldTree yield, @Nullable Void unused) {
        texts.addAll(texts(yield.getValue()));
        return null;
      }

      private List<String> texts(Tree value) {
        return MessageSources.this.texts(value);
      }
    }.scan(choice.getCases(), null);
    return texts.isEmpty() ? List.of(UNKNOWN) : texts;
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
