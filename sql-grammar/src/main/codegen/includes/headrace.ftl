<#-- The productions that Headrace adds; expressions only. Statements are parsed by hand around them. -->

/** {@code $1}. */
JAVACODE
SqlDynamicParam parameter(String image, SqlParserPos pos) {
    int number = image.length() > 6 ? 0 : Integer.parseInt(image.substring(1));
    if (number < 1 || number > 65535) {
        throw new UnsupportedSyntax("there is no parameter " + image, "42P02", pos);
    }
    return new SqlDynamicParam(number - 1, pos);
}

JAVACODE
void unsupported(String feature) {
    throw new UnsupportedSyntax(feature + " is not supported", "0A000", getPos());
}

/** {@code date '2024-02-29'}, {@code interval '1 day'}, {@code interval '1' day}: any type name before a string. */
SqlNode TypedLiteral() :
{
    String typeName;
    final SqlParserPos typePosition;
    final Span s;
    final SqlNode value;
    final List<SqlNode> operands = new ArrayList<SqlNode>();
}
{
    <TYPE_OF_LITERAL> { typeName = token.image.toLowerCase(Locale.ROOT); typePosition = getPos(); s = span(); }
    value = StringLiteral()
    [
        LOOKAHEAD( { PostgresTokens.isIntervalField(typeName, getToken(1)) } )
        <IDENTIFIER> { operands.add(SqlLiteral.createCharString(token.image, getPos())); }
        [ LOOKAHEAD(2) <TO> <IDENTIFIER> { operands.add(SqlLiteral.createCharString(token.image, getPos())); } ]
        [
            LOOKAHEAD( { token.image.equalsIgnoreCase("second") && getToken(1).kind == LPAREN } )
            <LPAREN> <UNSIGNED_INTEGER_LITERAL> { typeName = typeName + "(" + token.image + ")"; } <RPAREN>
        ]
    ]
    {
        operands.add(0, value);
        operands.add(0, new SqlIdentifier(typeName, typePosition));
        return PostgresOperators.TYPED_LITERAL.createCall(s.end(this), operands);
    }
}

/** {@code EXTRACT(field FROM source)}: the field is any name or a string. */
SqlNode ExtractCall() :
{
    final Span s;
    final SqlNode field;
    final SqlNode source;
}
{
    <EXTRACT_CALL> { s = span(); } <LPAREN>
    ( field = SimpleIdentifier() | field = StringLiteral() )
    <FROM> source = Expression(ExprContext.ACCEPT_SUB_QUERY)
    <RPAREN> { return PostgresOperators.EXTRACT.createCall(s.end(this), field, source); }
}

/** A type's name as PostgreSQL spells it, with modifiers and array brackets. */
SqlTypeNameSpec PostgresTypeName() :
{
    final SqlIdentifier name;
    final List<Integer> modifiers = new ArrayList<Integer>();
    boolean array = false;
    final Span s;
    int n;
}
{
    name = CompoundIdentifier() { s = Span.of(name); }
    [
        LOOKAHEAD( { PostgresTokens.isIntervalField(name.names.get(name.names.size() - 1).toLowerCase(Locale.ROOT), getToken(1)) } )
        <IDENTIFIER> { unsupported("a type of INTERVAL with fields"); }
    ]
    [
        <LPAREN> n = IntLiteral() { modifiers.add(n); }
        [ <COMMA> n = IntLiteral() { modifiers.add(n); } ]
        <RPAREN>
    ]
    [ LOOKAHEAD({ getToken(1).image.equalsIgnoreCase("array") }) ( <IDENTIFIER> | <ARRAY> ) { array = true; } ]
    ( LOOKAHEAD(1) <LBRACKET> [ UnsignedIntLiteral() ] <RBRACKET> { array = true; } )*
    { return new PostgresTypeNameSpec(name, modifiers, array, s.end(this)); }
}

/** {@code x::integer}. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> { checkNonQueryExpression(exprContext); list.add(new SqlParserUtil.ToTreeListItem(SqlLibraryOperators.INFIX_CAST, getPos())); }
    type = DataType() { list.add(type); }
}

/** {@code x COLLATE "C"}. */
void InfixCollate(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlIdentifier name;
}
{
    <COLLATE> { checkNonQueryExpression(exprContext); list.add(new SqlParserUtil.ToTreeListItem(PostgresOperators.COLLATE, getPos())); }
    name = CompoundIdentifier() { list.add(name); }
}

/** An expression without operators around it, with casts behind it. */
SqlNode CastOperand() :
{
    SqlNode e;
    SqlDataTypeSpec type;
    final Span s;
}
{
    { s = span(); }
    e = AtomicRowExpression()
    ( <INFIX_CAST> type = DataType() { e = SqlLibraryOperators.INFIX_CAST.createCall(s.end(this), e, type); } )*
    { return e; }
}

/** {@code i} or {@code [from]:[to]} within brackets. */
SqlNode Subscript() :
{
    SqlNode lower = null;
    SqlNode upper = null;
    boolean slice = false;
    final Span s;
}
{
    { s = span(); }
    (
        <COLON> { slice = true; }
        [ upper = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    |
        lower = Expression(ExprContext.ACCEPT_SUB_QUERY)
        [
            <COLON> { slice = true; }
            [ upper = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        ]
    )
    {
        if (!slice) {
            return lower;
        }
        if (getToken(2).kind == LBRACKET) {
            unsupported("a slice of several dimensions");
        }
        final SqlNode missing = SqlLiteral.createNull(SqlParserPos.ZERO);
        return PostgresOperators.SLICE.createCall(s.end(this),
            lower == null ? missing : lower, upper == null ? missing : upper,
            SqlLiteral.createBoolean(lower != null, SqlParserPos.ZERO),
            SqlLiteral.createBoolean(upper != null, SqlParserPos.ZERO));
    }
}

/** {@code ROWS FROM (f(x), g(y)) [WITH ORDINALITY]}. */
SqlNode RowsFrom() :
{
    final List<SqlNode> calls = new ArrayList<SqlNode>();
    SqlIdentifier name;
    SqlNode e;
    final Span s;
}
{
    <ROWS_FROM> { s = span(); } <LPAREN>
    name = CompoundTableIdentifier() e = ImplicitTableFunctionCallArgs(name) { calls.add(e); }
    ( <COMMA> name = CompoundTableIdentifier() e = ImplicitTableFunctionCallArgs(name) { calls.add(e); } )*
    <RPAREN> { e = PostgresOperators.ROWS_FROM.createCall(s.end(this), calls); }
    [ LOOKAHEAD(2) <WITH> <ORDINALITY> { e = PostgresOperators.WITH_ORDINALITY.createCall(s.end(this), e); } ]
    { return e; }
}

/** {@code JOIN b JOIN c ON b.x = c.x ON ...}: joins between a joined item and its own condition belong to the item. */
JAVACODE
SqlNode joinedBeforeCondition(SqlNode item) {
    SqlNode joined = item;
    while (PostgresTokens.startsJoin(getToken(1))) {
        joined = JoinTable(joined);
    }
    return joined;
}

/** An ON behind a CROSS JOIN or a NATURAL JOIN is that of a join around it. */
JAVACODE
boolean takesCondition(SqlLiteral natural, SqlLiteral joinType) {
    return !natural.booleanValue() && joinType.getValueAs(JoinType.class) != JoinType.CROSS;
}

/** {@code USING (x) AS c}: stands as the last of the columns. */
void AddJoinAlias(SqlNodeList list) :
{
    final SqlIdentifier alias;
}
{
    alias = SimpleIdentifier()
    { list.add(PostgresOperators.JOIN_ALIAS.createCall(alias.getParserPosition(), alias)); }
}

/** A SELECT may have no items, a SELECT DISTINCT must have one. */
JAVACODE
void requireItems(List<SqlNode> items, List<SqlLiteral> keywords) {
    final boolean distinct = !keywords.isEmpty()
        && keywords.get(keywords.size() - 1).getValue() == SqlSelectKeyword.DISTINCT;
    final boolean on = items.size() == 1 && items.get(0) instanceof SqlCall
        && ((SqlCall) items.get(0)).getOperator() == PostgresOperators.DISTINCT_ON;
    if (distinct && items.isEmpty() || on) {
        throw generateParseException();
    }
}

/** {@code SELECT DISTINCT ON (a, b) ...}: stands as the first of the list. */
void AddDistinctOn(List<SqlNode> list) :
{
    final SqlNodeList on;
    final Span s;
}
{
    { s = span(); }
    on = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_SUB_QUERY)
    { list.add(PostgresOperators.DISTINCT_ON.createCall(s.end(this), on.getList())); }
}

/** The order in which an aggregate takes its arguments: stands as the last of them. */
void AddArgumentOrder(List<SqlNode> list) :
{
    final SqlNodeList order;
}
{
    order = OrderBy(true)
    { list.add(PostgresOperators.ARGUMENT_ORDER.createCall(order.getParserPosition(), order.getList())); }
}

/** What statements are made of, for the parser around this one. */
SqlNode QueryOfStatement() : { final SqlNode e; }
{
    e = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) { return e; }
}

SqlNode ExpressionOfStatement() : { final SqlNode e; }
{
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { return e; }
}

/** An expression without operators around it: a key of an index. */
SqlNode AtomOfStatement() : { final SqlNode e; }
{
    e = AtomicRowExpression() { return e; }
|
    <LPAREN> e = Expression(ExprContext.ACCEPT_NON_QUERY) <RPAREN> { return e; }
}

SqlNodeList WithOfStatement() : { final SqlNodeList list; }
{
    list = WithList() { return list; }
}

/** {@code FOR UPDATE OF t SKIP LOCKED} and the like, behind FOR; nothing for READ ONLY. */
JAVACODE
void LockingClause(List<SqlNode> clauses) {
    final Span s = span();
    final String strength = RowLockWords.strength(this);
    if (strength == null) {
        throw generateParseException();
    }
    if (strength.isEmpty()) {
        return;
    }
    final List<SqlNode> tables = new ArrayList<SqlNode>();
    if (RowLockWords.accept(this, "of")) {
        do {
            tables.add(CompoundIdentifier());
        } while (RowLockWords.acceptComma(this));
    }
    final String wait = RowLockWords.wait(this);
    clauses.add(PostgresOperators.LOCKING_CLAUSE.createCall(s.end(this),
        SqlLiteral.createCharString(strength, getPos()),
        new SqlNodeList(tables, getPos()),
        SqlLiteral.createCharString(wait, getPos())));
}

/** The locks that a query takes of its rows, before or behind its LIMIT. */
void LockingOpt(List<SqlNode> clauses) :
{
}
{
    ( LOOKAHEAD(1) <FOR> LockingClause(clauses) )*
}
